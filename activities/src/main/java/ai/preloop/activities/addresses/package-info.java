/** Which addresses of the network may be called. */
@NullMarked
package ai.preloop.activities.addresses;

import org.jspecify.annotations.NullMarked;
