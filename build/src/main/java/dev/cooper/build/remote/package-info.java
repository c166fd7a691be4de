/// Files from elsewhere: git repositories, by the machine's own git with everything closed to it
/// but the repository that was asked for.
package dev.cooper.build.remote;
