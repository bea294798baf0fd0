//Maya ASCII 2025 scene
//Name: yeti.ma
//Codeset: UTF-8
requires maya "2025";
requires -nodeType "pgYetiMaya" "pgYetiMaya" "4.2.3";
currentUnit -l centimeter -a degree -t film;
fileInfo "application" "maya";
createNode transform -n "shotCam";
createNode camera -n "shotCamShape" -p "shotCam";
	setAttr -k off ".v";
createNode transform -n "fur";
createNode pgYetiMaya -n "furShape" -p "fur";
	setAttr ".fileMode" 1;
	setAttr ".cfn" -type "string" "cache/fur.%04d.fur";
	setAttr ".imageSearchPath" -type "string" "groom";
createNode transform -n "grass";
createNode pgYetiMaya -n "grassShape" -p "grass";
	setAttr ".fileMode" 0;
	setAttr ".cfn" -type "string" "cache/left_over.fur";
createNode transform -n "moss";
createNode pgYetiMaya -n "mossShape" -p "moss";
	setAttr ".cfn" -type "string" "cache/moss.fur";
select -ne :defaultRenderGlobals;
	setAttr ".ren" -type "string" "mayaSoftware";
// End of yeti.ma
