/** Load against the whole product, started as {@code make up} starts it. */
@NullMarked
package ai.preloop.bench.load;

import org.jspecify.annotations.NullMarked;
