/** How lists are cut into pages. */
@NullMarked
package ai.preloop.api.lists;

import org.jspecify.annotations.NullMarked;
