package de.containerconf.postgresql.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapKeeperTest {

    private static final long MEBIBYTE = 1 << 20;

    @Test
    void aSmallHeapIsLeftAlone() {
        assertThat(HeapKeeper.full(11 * MEBIBYTE, 0)).isFalse();
        assertThat(HeapKeeper.full(20 * MEBIBYTE, 8 * MEBIBYTE)).isFalse();
    }

    @Test
    void whatLivesMayHaveAQuarterAsMuchBesideIt() {
        assertThat(HeapKeeper.full(61 * MEBIBYTE, 40 * MEBIBYTE)).isFalse();
        assertThat(HeapKeeper.full(63 * MEBIBYTE, 40 * MEBIBYTE)).isTrue();
    }
}
