/// The public API, and the only module an embedder imports.
///
/// [Cooper] opens a store and is the way in: [Cooper#build] runs a Dockerfile, [Cooper#check] says
/// what should be written otherwise in one, [Cooper#images] and [Cooper#containers] are what
/// `docker images`, `docker run` and their siblings are made of. Signatures use JDK types, this
/// package's own, and the values of `dev.cooper.oci`. Whatever goes wrong is a [CooperException].
///
/// Start reading at [Cooper], then [BuildRequest].
///
/// Behind it, `StoredImages` and `StoredContainers` do what takes a few lines and hand the rest to
/// a class for each thing: `ImageLookup`, `ImageRemoval`, `ImageArchive`; `ContainerRun` for a run
/// from start to end, `RunLock` for who may touch a container when, `ContainerTree` for `cp`.
/// `Failures` turns what goes wrong below into this package's exceptions.
package dev.cooper.engine;
