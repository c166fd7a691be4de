/// The public API, and the only module an embedder imports.
///
/// [Cooper] opens a store and is the way in: [Cooper#build] runs a Dockerfile, [Cooper#images] and
/// [Cooper#containers] are what `docker images`, `docker run` and their siblings are made of.
/// Signatures use JDK types, this package's own, and the values of `dev.cooper.oci`. Whatever goes
/// wrong is a [CooperException].
///
/// Start reading at [Cooper], then [BuildRequest].
package dev.cooper.engine;
