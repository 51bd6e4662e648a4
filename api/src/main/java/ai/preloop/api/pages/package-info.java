/** The pages that need no sign-in to be opened, and their files. */
@NullMarked
package ai.preloop.api.pages;

import org.jspecify.annotations.NullMarked;
