/// TODO(package doc)
package dev.cooper.build;
