/// TODO(package doc)
package dev.cooper.dockerfile;
