/** Long work that clients ask for, watch and cancel. */
package dev.ragged.server.job;
