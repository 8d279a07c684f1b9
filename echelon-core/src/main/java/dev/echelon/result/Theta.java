package dev.echelon.result;

/**
 * One element of θ: of the relative covariance factor λ for an unstructured term, otherwise a parameter of the term's
 * structure.
 *
 * @param name lme4's name: {@code Subject.(Intercept)}, {@code Subject.Days.(Intercept)}
 * @param value its estimate, relative to σ
 */
public record Theta(String name, double value) {}
