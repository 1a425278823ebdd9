/** What JavaCPP generates the bindings from; needed when building, not when running. */
package dev.ragged.leann.natives.presets;
