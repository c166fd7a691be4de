import org.jspecify.annotations.NullMarked;

/**
 * What a distribution holds besides the program: man pages and completions. Runs when one is made.
 */
@NullMarked
module dev.cooper.distribution {
    requires static org.jspecify;
}
