/** Small files that the product keeps to itself. */
@NullMarked
package ai.preloop.activities.files;

import org.jspecify.annotations.NullMarked;
