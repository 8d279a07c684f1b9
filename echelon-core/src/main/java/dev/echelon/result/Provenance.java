package dev.echelon.result;

/**
 * Where a fit comes from, so that it can be made again.
 *
 * @param version of Echelon
 * @param java runtime version
 * @param platform operating system and architecture
 * @param kernels dense kernels that were used: {@code java} or {@code openblas}
 * @param dataDigest SHA-256 of the data, empty if not computed
 * @param plan one line: how the likelihood was computed
 */
public record Provenance(
        String version, String java, String platform, String kernels, String dataDigest, String plan) {}
