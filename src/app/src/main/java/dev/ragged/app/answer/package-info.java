/** What people see of an answer: the places, titles and snippets of its hits. */
package dev.ragged.app.answer;
