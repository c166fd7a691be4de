/// TODO(package doc)
package dev.cooper.sandbox;
