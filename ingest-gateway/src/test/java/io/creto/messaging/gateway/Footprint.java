package io.creto.messaging.gateway;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** Memory of this process that is in use: what the heap keeps after a collection, and what the transport has outside of it. */
final class Footprint {
    private Footprint() {}

    /** Bytes. */
    static long bytes() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return heap + buffers + Math.max(0, PlatformDependent.usedDirectMemory());
    }
}
