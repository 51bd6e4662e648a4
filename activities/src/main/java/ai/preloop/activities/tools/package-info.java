/** A tool call from judgement to answer: allowed and sent, refused, or held for a person. */
@NullMarked
package ai.preloop.activities.tools;

import org.jspecify.annotations.NullMarked;
