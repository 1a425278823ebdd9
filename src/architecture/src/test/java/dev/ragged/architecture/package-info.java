/**
 * Who may depend on whom: the arrows between the modules of {@code docs/architecture.md}, as tests.
 *
 * <p>A module that is new goes into {@link dev.ragged.architecture.Module}, with what it may use.
 */
package dev.ragged.architecture;
