/** Reading a policy document: every finding there is, and the document when there is no error. */
@NullMarked
package ai.preloop.policies.reading;

import org.jspecify.annotations.NullMarked;
