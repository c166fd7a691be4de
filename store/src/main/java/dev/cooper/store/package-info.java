/// What is on disk: blobs, snapshots, layers, images, cache records, containers.
///
/// A store is a folder of plain files that any number of processes use at once, without a daemon
/// and without a database. Start reading at [Store], then [Snapshots] and [Layers].
///
/// ## The folder
///
/// ```
/// version                     what wrote it; a store of another version is refused
/// form                        how its trees lie on the disk, where root didn't make it  StoreForm
/// blobs/sha256/ab/HEX         bytes by digest                               Blobs
/// snapshots/ID/fs             one file tree in overlay form                 Snapshots
/// snapshots/ID/meta           its parent
/// snapshots/ID/whole          its merged tree, where there are no overlays      Wholes
/// snapshots/ID/size           how large its own files are                   SnapshotSizes
/// snapshots/ID/layer          its tar digest and sizes, once somebody asked LayerRecords
/// layers/HEX                  chainID → snapshot, diffID, sizes             LayerRecords
/// images/HEX                  image id → configuration                      ImageRecords
/// tags/NAME                   one tag                                       Tags
/// origins/NAME                an image's digest in a repository             Origins
/// indexes/NAME                one that is put together to be pushed         Indexes
/// packed/HEX                  diffID → compressed blobs, and who has them   PackedLayers
/// cache/ab/HEX                key of a step → snapshot                      CacheRecords
/// cache/ab/HEX.files          what the step read, to explain a miss         CacheRecords
/// mounts/HEX                  a cache that steps share                      CacheFolders
/// mounts/HEX.info             its name, and when it was last used           MountInfos
/// contexts/HEX               digests of the files of a build context       ContextDigests
/// containers/ID/              record, state, log, run lock, writable layer  ContainerRecords
/// names/NAME                  name → container                              ContainerRecords
/// builds/ID/                  record and log of a build                     Builds
/// sandbox/                    what the sandbox module found out about this machine
/// epochs/                     what is known to have reached the disk        Epochs
/// upkeep/                     when the budget was looked at                 Upkeep
/// locks/                      the kernel's locks, one file each             Locks
/// tmp/ID/                     what one open store is writing                Workspace
/// trash/                      what a collection is deleting                 Collection
/// ```
///
/// Each of these has one class that knows its form and its name. The root belongs to the user who
/// runs it and is closed to everyone else (mode 0700): what lies in snapshots includes set-uid
/// programs.
///
/// ## How anything gets there
///
/// It is written in `tmp/ID`, complete, and then renamed. A name in one of the other folders is
/// therefore a whole thing or isn't there, whoever was killed when. Readers take no lock. Two that
/// publish the same content both succeed. What a dead process left in `tmp` is deleted by the next
/// one that opens the store, in the background: each `tmp/ID` holds a file that its owner has
/// locked, and the lock ends with the owner ([Workspace], [DeadSessions]).
///
/// Every record is checked when it is read: its first line is the digest of the kind, the name and
/// the rest ([RecordFile]), so a damaged or exchanged file is noticed. A cache record that can't be
/// used is a miss; an image that can't be is a [CorruptStoreException]. Blobs are hashed again
/// whenever they are read, and so is the archive of a snapshot whenever it is written.
///
/// ## What came from a registry
///
/// A pulled layer is a blob as it came, and so are the manifest and the index that led to it; they
/// go out as they came. Its diffID is the word of the image's configuration until the layer is
/// unpacked, which proves it ([PackedBlobs]). An image may be here without its layers: what knows
/// where they are is [PackedLayers], and [Layers#missing] says which are needed.
///
/// ## When the machine goes down
///
/// A rename is atomic for processes and not for power cuts: the name may reach the disk before the
/// content. One sync of the file system for each build ([Store#sync()]) comes before any tag moves,
/// and the tag itself is written through. The records that lead to a snapshot carry the epoch that
/// they were written in and the boot; after another boot those of epochs that no sync has covered
/// don't count ([Epochs]). So nothing costs a sync but what is reported as done, and a build that
/// made nothing new costs none: a tag that leads to the image already only gets a new time.
///
/// ## Trees
///
/// A snapshot is what overlayfs calls an upper directory: a file tree, where a character device 0:0
/// hides the file of that name in the parents and `trusted.overlay.opaque=y` (`user.overlay…` where
/// root didn't make the store) on a directory hides all that the parents have in it. A [Draft]
/// becomes a snapshot by a rename and is never changed again. [Unpacker] makes such trees out of
/// layer archives, [TreeTar] makes the archive of one: the same tree gives the same bytes
/// everywhere, so the digest can stand for the archive and the archive needs no file. Names in
/// trees and archives are bytes. A path from an archive is walked one name at a time in the merged
/// view, from one open folder to the next, and links on it are walked with the tree's root as their
/// root ([MergedFolders]): nothing leads out.
///
/// ## Who keeps what
///
/// [Store#collect()] deletes what nothing refers to. Roots are images, containers and cache
/// records. It runs under the exclusive store lock, which it only tries; whoever builds holds that
/// lock shared ([Store#lease()]). Cache records go when nobody has used them for long, or when they
/// take too much room ([Upkeep]); the time of a record's file says when it was last used.
package dev.cooper.store;
