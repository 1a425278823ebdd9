/**
 * The folder that backups are kept in: a pool of files named by their content, and a manifest for
 * each backup. {@code docs/formats/backup.md} describes it.
 */
package dev.ragged.app.backup;
