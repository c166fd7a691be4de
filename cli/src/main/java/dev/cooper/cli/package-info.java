/// TODO(package doc)
package dev.cooper.cli;
