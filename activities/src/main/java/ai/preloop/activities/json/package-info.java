/** JSON that is read strictly and kept byte for byte. */
@NullMarked
package ai.preloop.activities.json;

import org.jspecify.annotations.NullMarked;
