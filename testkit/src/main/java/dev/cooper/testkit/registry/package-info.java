/// A registry in memory, as strict as the large ones are and as unreliable as a test wants it.
/// Everything is on loopback addresses; nothing of it depends on time. Start reading at
/// [dev.cooper.testkit.registry.TestRegistry].
package dev.cooper.testkit.registry;
