/// Results of steps outside the store: written to a folder after a build, found there by a build in
/// a store that has never seen them. Start reading at [CacheConfig], which is the form they have.
package dev.cooper.build.cache;
