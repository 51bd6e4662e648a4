/** How long lists are read a part at a time. */
@NullMarked
package ai.preloop.activities.pages;

import org.jspecify.annotations.NullMarked;
