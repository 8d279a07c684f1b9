package dev.echelon.bench.simulate;

/**
 * A column of simulated data.
 *
 * @param name its name in the file
 * @param integer whether it holds ids, from 0; otherwise it holds doubles with four decimals
 */
record SimulatedColumn(String name, boolean integer) {

    static SimulatedColumn id(String name) {
        return new SimulatedColumn(name, true);
    }

    static SimulatedColumn real(String name) {
        return new SimulatedColumn(name, false);
    }
}
