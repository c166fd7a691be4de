/// What tests of every module may use: programs to run, the real command on a store of its own,
/// base images.
package dev.cooper.testkit;
