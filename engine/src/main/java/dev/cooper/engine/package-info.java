/// TODO(package doc)
package dev.cooper.engine;
