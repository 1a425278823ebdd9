/** The page for people: files that the browser fetches, which hold no data of anybody. */
package dev.ragged.server.page;
