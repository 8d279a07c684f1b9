package dev.echelon;

import java.io.IOException;

/** What was read cannot have been written so. */
final class DamagedFile extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedFile(String problem) {
        super(problem);
    }
}
