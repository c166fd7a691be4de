/// TODO(package doc)
package dev.cooper.posix;
