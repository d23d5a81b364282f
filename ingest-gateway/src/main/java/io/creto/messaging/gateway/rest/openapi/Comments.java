package io.creto.messaging.gateway.rest.openapi;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The comments of the contract, by full name: generated classes do not have them, the descriptor set of the schemas does. */
final class Comments {
    private static final String RESOURCE = "/META-INF/armeria/grpc/creto-messaging.dsc";

    private final Map<String, String> byName = new HashMap<>();

    private Comments() {}

    /** Reads them. */
    static Comments read() {
        try (InputStream in = Comments.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing; build the schemas anew");
            }
            Comments comments = new Comments();
            FileDescriptorSet.parseFrom(in).getFileList().forEach(comments::collect);
            return comments;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands before a message, field, service or call; empty if nothing does. */
    String of(String fullName) {
        return byName.getOrDefault(fullName, "");
    }

    private void collect(FileDescriptorProto file) {
        for (Location location : file.getSourceCodeInfo().getLocationList()) {
            String name = name(file, location.getPathList());
            if (!name.isEmpty() && location.hasLeadingComments()) {
                byName.put(name, location.getLeadingComments().strip().replaceAll("\\s+", " "));
            }
        }
    }

    /** Paths are field numbers of descriptor.proto and indices by turns; only those of two and four steps are of use here. */
    private static String name(FileDescriptorProto file, List<Integer> path) {
        if (path.size() != 2 && path.size() != 4) {
            return "";
        }
        return switch (path.get(0)) {
            case FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER ->
                inMessage(file, file.getMessageType(path.get(1)), path.subList(2, path.size()));
            case FileDescriptorProto.SERVICE_FIELD_NUMBER ->
                inService(file, file.getService(path.get(1)), path.subList(2, path.size()));
            default -> "";
        };
    }

    private static String inMessage(FileDescriptorProto file, DescriptorProto message, List<Integer> rest) {
        String name = file.getPackage() + "." + message.getName();
        if (rest.isEmpty()) {
            return name;
        }
        return rest.get(0) == DescriptorProto.FIELD_FIELD_NUMBER
                ? name + "." + message.getField(rest.get(1)).getName()
                : "";
    }

    private static String inService(FileDescriptorProto file, ServiceDescriptorProto service, List<Integer> rest) {
        String name = file.getPackage() + "." + service.getName();
        if (rest.isEmpty()) {
            return name;
        }
        return rest.get(0) == ServiceDescriptorProto.METHOD_FIELD_NUMBER
                ? name + "." + service.getMethod(rest.get(1)).getName()
                : "";
    }
}
