/** The REST edge over a real database, for the tests of its features. */
@NullMarked
package ai.preloop.api.edge;

import org.jspecify.annotations.NullMarked;
