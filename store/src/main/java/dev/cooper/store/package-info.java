/// TODO(package doc)
package dev.cooper.store;
