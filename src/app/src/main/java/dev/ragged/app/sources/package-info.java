/** The files and folders that collections are kept in step with, and what is known of them. */
package dev.ragged.app.sources;
