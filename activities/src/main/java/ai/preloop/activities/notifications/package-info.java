/** Telling people that they are asked: one class for each channel. */
@NullMarked
package ai.preloop.activities.notifications;

import org.jspecify.annotations.NullMarked;
