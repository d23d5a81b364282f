package io.creto.messaging.gateway.rest;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Messages as JSON, in protobuf's own mapping (bytes in base64, 64-bit numbers as text, names in lowerCamelCase, what is empty left
 * out). Unknown fields are refused. Thread-safe.
 */
final class StrictJson implements GrpcJsonMarshaller {
    private static final JsonFormat.Parser PARSER = JsonFormat.parser();
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();

    @Override
    public <T> void serializeMessage(Marshaller<T> marshaller, T message, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        PRINTER.appendTo((Message) message, writer);
        writer.flush();
    }

    /** @throws InvalidProtocolBufferException if it is not such a message */
    @Override
    public <T> T deserializeMessage(Marshaller<T> marshaller, InputStream in) throws IOException {
        PrototypeMarshaller<T> prototypes = (PrototypeMarshaller<T>) marshaller;
        Message.Builder builder = ((Message) prototypes.getMessagePrototype()).newBuilderForType();
        PARSER.merge(new InputStreamReader(in, StandardCharsets.UTF_8), builder);
        return prototypes.getMessageClass().cast(builder.build());
    }
}
