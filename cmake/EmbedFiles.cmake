# embed_files(target NAME name FOLDER folder PATTERN globs…) compiles the folder's files, those in folders below it
# included, into the target as parley::embedded::<name>(), a span of {path, bytes} sorted by path.
function(embed_files target)
  cmake_parse_arguments(ARG "" "NAME;FOLDER" "PATTERN" ${ARGN})
  list(TRANSFORM ARG_PATTERN PREPEND ${CMAKE_SOURCE_DIR}/${ARG_FOLDER}/)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/${ARG_FOLDER} ${ARG_PATTERN})
  list(SORT files)
  set(arrays "")
  set(entries "")
  set(index 0)
  foreach(file IN LISTS files)
    # An array of char: clang 19 takes the first byte for a char, and refuses 0x89 in one of unsigned char.
    # ccache does not look into embedded files: without the hash it would give back the object of what a file once held.
    file(SHA256 ${CMAKE_SOURCE_DIR}/${ARG_FOLDER}/${file} hash)
    string(APPEND arrays
      "// SHA-256 ${hash}\nconstexpr char file_${index}[] = {\n"
      "#embed \"${CMAKE_SOURCE_DIR}/${ARG_FOLDER}/${file}\"\n};\n")
    string(APPEND entries "    {\"${file}\", {file_${index}, sizeof(file_${index})}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  set(list "const File files[] = {\n${entries}};")
  if(NOT files)
    set(list "const std::span<const File> files;")
  endif()
  set(output ${CMAKE_BINARY_DIR}/embedded/${ARG_NAME}.cpp)
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT "#include <parley/base/embedded.hpp>
#pragma clang diagnostic ignored \"-Wc23-extensions\"
namespace parley::embedded {
namespace {
${arrays}
${list}
}  // namespace
std::span<const File> ${ARG_NAME}() { return files; }
}  // namespace parley::embedded
")
  list(TRANSFORM files PREPEND ${CMAKE_SOURCE_DIR}/${ARG_FOLDER}/)
  set_source_files_properties(${output} PROPERTIES OBJECT_DEPENDS "${files}")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  target_sources(${target} PRIVATE ${output})
endfunction()
