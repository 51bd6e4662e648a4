/** JSON trees read strictly, their members by type, and server-sent events. */
@NullMarked
package ai.preloop.activities.translation.wire;

import org.jspecify.annotations.NullMarked;
