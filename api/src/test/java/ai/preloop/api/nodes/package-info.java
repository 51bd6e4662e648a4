/** Two nodes in processes of their own, over one PostgreSQL and one Temporal. */
@NullMarked
package ai.preloop.api.nodes;

import org.jspecify.annotations.NullMarked;
