/// TODO(package doc)
package dev.cooper.testkit;
