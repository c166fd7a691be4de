// SPDX-License-Identifier: Apache-2.0
package dev.cooper.bench;

import dev.cooper.oci.Bytes;
import dev.cooper.oci.Compression;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Digester;
import dev.cooper.oci.TarEntry;
import dev.cooper.oci.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What is done to every byte of a layer, in one thread.
@State(Scope.Benchmark)
public class StreamBenchmark {
    private byte[] sample = {};
    private byte[] gzip = {};
    private byte[] zstd = {};
    private List<byte[]> files = List.of();

    @Setup
    public void read() throws IOException {
        sample = Data.sample();
        gzip = Data.gzip();
        zstd = Data.zstd();
        files = Data.files();
    }

    @Benchmark
    public void tarWrite() throws IOException {
        tar(OutputStream.nullOutputStream());
    }

    @Benchmark
    public Digest tarWriteAndDigest() throws IOException {
        Digester digester = Digest.digester();
        tar(digester.outputStream());
        return digester.digest();
    }

    private void tar(OutputStream out) throws IOException {
        try (TarWriter tar = new TarWriter(out)) {
            int i = 0;
            for (byte[] each : files) {
                TarEntry entry = TarEntry.file(Bytes.of("files/f" + i++), 0644, each.length);
                tar.entry(entry, new ByteArrayInputStream(each));
            }
            tar.finish();
        }
    }

    @Benchmark
    public Digest digest() {
        return Digest.sha256(sample);
    }

    @Benchmark
    public long inflateGzip() throws IOException {
        return drain(Compression.GZIP.decompress(new ByteArrayInputStream(gzip)));
    }

    @Benchmark
    public long inflateZstd() throws IOException {
        return drain(Compression.ZSTD.decompress(new ByteArrayInputStream(zstd)));
    }

    private static long drain(InputStream in) throws IOException {
        try (in) {
            return in.transferTo(OutputStream.nullOutputStream());
        }
    }

    @Benchmark
    public void deflateGzip() throws IOException {
        compress(Compression.GZIP, 6);
    }

    @Benchmark
    public void deflateZstd() throws IOException {
        compress(Compression.ZSTD, 3);
    }

    private void compress(Compression compression, int level) throws IOException {
        try (OutputStream out = compression.compress(OutputStream.nullOutputStream(), level)) {
            out.write(sample);
        }
    }
}
