/** A long run of mixed load, which must change nothing but the size of the database. */
@NullMarked
package ai.preloop.bench.soak;

import org.jspecify.annotations.NullMarked;
