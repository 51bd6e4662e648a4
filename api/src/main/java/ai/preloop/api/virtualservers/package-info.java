/** Virtual servers over REST. */
@NullMarked
package ai.preloop.api.virtualservers;

import org.jspecify.annotations.NullMarked;
