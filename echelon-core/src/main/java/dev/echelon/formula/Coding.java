package dev.echelon.formula;

/** How the levels of a factor become columns. */
public interface Coding {}
