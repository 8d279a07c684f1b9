package dev.echelon.formula;

import java.util.Arrays;

/** A term while it is being worked out: the sorted indices of its factors in {@link Expander}'s list of variables. */
final class Product {
    private final int[] factors;

    private Product(int[] factors) {
        this.factors = factors;
    }

    static Product of(int factor) {
        return new Product(new int[] {factor});
    }

    int order() {
        return factors.length;
    }

    int factor(int k) {
        return factors[k];
    }

    /** The product, in which a factor of both counts once. */
    Product times(Product other) {
        int[] all = Arrays.copyOf(factors, factors.length + other.factors.length);
        int n = factors.length;
        for (int factor : other.factors) {
            if (Arrays.binarySearch(factors, factor) < 0) {
                all[n++] = factor;
            }
        }
        int[] merged = n == all.length ? all : Arrays.copyOf(all, n);
        Arrays.sort(merged);
        return new Product(merged);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Product product && Arrays.equals(factors, product.factors);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(factors);
    }
}
