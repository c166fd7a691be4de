/// The client of image registries.
package dev.cooper.registry;
