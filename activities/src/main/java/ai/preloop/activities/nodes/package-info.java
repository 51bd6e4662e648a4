/**
 * The processes of one installation: each says that it lives, and the others see when it does not.
 */
@NullMarked
package ai.preloop.activities.nodes;

import org.jspecify.annotations.NullMarked;
