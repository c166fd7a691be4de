// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

/// Help that belongs to no verb.
final class GeneralHelp {
    private GeneralHelp() {}

    static String text(String program) {
        return """
        Usage:  %s [OPTIONS] COMMAND

        Container images on the JVM, from any Dockerfile, with no daemon

        Common Commands:
          run         Create and run a new container from an image
          ps          List containers
          build       Build an image from a Dockerfile
          pull        Download an image from a registry
          push        Upload an image to a registry
          images      List images
          login       Authenticate to a registry
          logout      Log out from a registry
          version     Show the Cooper version information
          info        Display system-wide information

        Management Commands:
          builder     Manage builds
          buildx      Build with BuildKit's options
          container   Manage containers
          image       Manage images
          manifest    Look at manifests and indexes, and make indexes
          system      Manage Cooper

        Commands:
          builds      List builds, show what ran in one and what it printed
          cp          Copy files/folders between a container and the local filesystem
          create      Create a new container
          diff        Show changes to the files of a container, or between two images
          export      Export a container's filesystem as a tar archive
          history     Show the history of an image
          import      Import the contents from a tarball to create a filesystem image
          inspect     Return low-level information on Cooper objects
          kill        Kill one or more running containers
          layers      Show what is in the layers of an image, and what is wasted in them
          load        Load images from a tar archive, an OCI layout or STDIN
          logs        Fetch the logs of a container
          rm          Remove one or more containers
          rmi         Remove one or more images
          save        Save one or more images to a tar archive (streamed to STDOUT by default)
          start       Start one stopped container and wait for its end
          stop        Stop one or more running containers
          tag         Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE
          wait        Block until one or more containers stop, then print their exit codes

        Global Options:
          -D, --debug              Show where errors come from
              --isolation string   How steps and containers are kept apart ("oci", "unshare", "chroot", "auto")
              --root string        Folder of the store (default: COOPER_ROOT, else /var/lib/cooper for root)
          -v, --version            Print version information and quit

        Run '%s COMMAND --help' for more information on a command.
        """
                .replace("%s", program);
    }

    static String group(String program, String group) {
        String commands =
                switch (group) {
                    case "image" ->
                            """
                              build       Build an image from a Dockerfile
                              convert     Write an image as an OCI layout, its layers in another compression
                              diff        Show changes between two images
                              history     Show the history of an image
                              import      Import the contents from a tarball to create a filesystem image
                              inspect     Display detailed information on one or more images
                              layers      Show what is in the layers of an image, and what is wasted in them
                              load        Load images from a tar archive, an OCI layout or STDIN
                              ls          List images
                              prune       Remove unused images
                              pull        Download an image from a registry
                              push        Upload an image to a registry
                              rm          Remove one or more images
                              save        Save one or more images to a tar archive (streamed to STDOUT by default)
                              tag         Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE
                            """;
                    case "container" ->
                            """
                              cp          Copy files/folders between a container and the local filesystem
                              create      Create a new container
                              diff        Show changes to the files of a container
                              export      Export a container's filesystem as a tar archive
                              inspect     Display detailed information on one or more containers
                              kill        Kill one or more running containers
                              logs        Fetch the logs of a container
                              ls          List containers
                              prune       Remove all stopped containers
                              rm          Remove one or more containers
                              run         Create and run a new container from an image
                              start       Start one stopped container and wait for its end
                              stop        Stop one or more running containers
                              wait        Block until one or more containers stop, then print their exit codes
                            """;
                    case "system" ->
                            """
                              df          Show disk usage
                              info        Display system-wide information
                              prune       Remove unused data
                            """;
                    case "manifest" ->
                            """
                              annotate    Add additional information to a local image manifest
                              create      Create a local manifest list for annotating and pushing to a registry
                              inspect     Display a manifest or an index, of a registry or an OCI layout
                              push        Push a manifest list to a repository
                              rm          Delete one or more manifest lists from local storage
                            """;
                    default ->
                            """
                              build       Build an image from a Dockerfile
                              create      Create a builder: there is one, whatever its name
                              du          Disk usage of the build cache
                              history     Builds that were: ls, inspect, logs, rm
                              imagetools  Indexes in registries: create, inspect
                              inspect     Inspect the builder
                              ls          List builders
                              prune       Remove build cache
                              use         Choose the builder: there is one
                              version     Show the version
                            """;
                };
        return "Usage:  "
                + program
                + " "
                + group
                + " COMMAND\n\nCommands:\n"
                + commands
                + "\nRun '"
                + program
                + " "
                + group
                + " COMMAND --help' for more information on a command.\n";
    }
}
