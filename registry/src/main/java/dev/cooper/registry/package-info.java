/// The client of image registries: OCI distribution 1.1 and what docker's registries did before it.
///
/// Start reading at [RegistryClient]. [Puller] and [Pusher] move images, [Repository] has the
/// single operations. Bytes go to a [BlobSink] and come from a [BlobSource]; whoever keeps them is
/// of no concern here.
///
/// ## From the wire up
///
/// ```
/// Transport      HTTP: redirects, attempts, stalls, proxies, TLS        knows hosts, not images
///   Destinations where a server may lead us                             Proxies, Tls, Retries, GuardedStream
/// Auth           challenges, tokens                                     Challenge, TokenServer, Tokens
///   Keychain     passwords of docker and others, helper programs        AuthFile, HelperProgram, ConfigJson
/// Hosts          mirrors, blocked, insecure: all the machine's files     RegistriesConf, ContainerdHosts, DockerDaemon
/// Endpoint       one repository at one place
///   Manifests, Blobs, Download, Upload, Pages, Referrers                one kind of request each
/// Repository     the same at whichever place has it
/// Puller, Pusher whole images
/// ```
///
/// ## What holds throughout
///
/// - A credential belongs to scheme, host and port. A redirect, a token server, an upload address
///   or a foreign layer's address on another origin gets none, and may not be in a network that
///   isn't public unless the registry is there itself.
/// - No byte is handed on as a blob or manifest that hasn't the digest that was asked for. A digest
///   in a header is a claim; that of the body counts.
/// - Everything that a server sends has a limit: headers, bodies, pages, redirects, time.
/// - Texts of servers are escaped before anybody sees them, and secrets are in no message.
/// - Nothing is remembered on disk but what `login` keeps.
package dev.cooper.registry;
