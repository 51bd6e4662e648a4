/** Whether the product is there and ready, which build it is, and what it can do. */
@NullMarked
package ai.preloop.api.health;

import org.jspecify.annotations.NullMarked;
