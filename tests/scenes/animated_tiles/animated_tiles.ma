//Maya ASCII 2024 scene
//Name: animated_tiles.ma
//Codeset: UTF-8
requires maya "2024";
requires -nodeType "aiOptions" -nodeType "aiVolume" "mtoa" "5.3.5.2";
currentUnit -l centimeter -a degree -t film;
fileInfo "application" "maya";
createNode transform -s -n "persp";
	setAttr ".v" no;
createNode camera -s -n "perspShape" -p "persp";
	setAttr -k off ".v" no;
	setAttr ".imn" -type "string" "persp";
createNode file -n "written";
	setAttr ".ftn" -type "string" "sourceimages/skin_v2.1001.0001.png";
	setAttr ".ufe" yes;
	setAttr ".uvt" 3;
createNode file -n "token";
	setAttr ".ftn" -type "string" "sourceimages/skin_v2.<UDIM>.0001.png";
	setAttr ".ufe" yes;
	setAttr ".uvt" 3;
createNode transform -n "smoke";
createNode aiVolume -n "smokeShape" -p "smoke";
	setAttr ".filename" -type "string" "cache/smoke_v003.####.vdb";
	setAttr ".useFrameExtension" yes;
createNode aiOptions -s -n "defaultArnoldRenderOptions";
	setAttr ".absolute_texture_paths" no;
select -ne :defaultRenderGlobals;
	setAttr ".ren" -type "string" "arnold";
	setAttr ".an" yes;
	setAttr ".ef" 3;
// End of animated_tiles.ma
